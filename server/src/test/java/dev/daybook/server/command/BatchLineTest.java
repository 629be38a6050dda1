package dev.daybook.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.model.BankingCommand;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** A line of a batch means what the single request means, and a bad line is only a bad line. */
class BatchLineTest {

    private static final UUID ID = UUID.fromString("01a20738-0096-7000-be1d-3e355cdc3dce");

    @Test
    void aLineIsTheBodyOfTheRequestAndWhatItsPathNames() {
        BatchLine line =
                read(
                        """
                        {"key":"k","type":"deposit","account":"a-1","amount":"1.50","reason":"r"}
                        """);
        assertThat(line.key()).isEqualTo("k");
        assertThat(line.requested().command())
                .isInstanceOfSatisfying(
                        BankingCommand.Deposit.class,
                        deposit -> {
                            assertThat(deposit.account()).isEqualTo("a-1");
                            assertThat(deposit.amount()).isEqualTo(new BigDecimal("1.50"));
                            assertThat(deposit.via()).isEqualTo("@cash");
                        });
    }

    @Test
    void theSameCommandHasTheSameDigestWhicheverWayItCame() {
        byte[] batch =
                read("{\"reason\":\"r\","
                                + " \"amount\":\"1.50\",\"account\":\"a-1\",\"type\":\"deposit\"}")
                        .requested()
                        .digest();
        byte[] single =
                Requested.of(
                                ID,
                                CommandTypes.DEPOSIT,
                                List.of("a-1"),
                                new CommandBody.Cash("1.50", null, null, null, null, "r"),
                                "")
                        .digest();
        byte[] other =
                read("{\"reason\":\"r\",\"amount\":\"1.51\",\"account\":\"a-1\",\"type\":\"deposit\"}")
                        .requested()
                        .digest();
        assertThat(batch).isEqualTo(single).isNotEqualTo(other);
    }

    @Test
    void anAccountWithoutANameIsNamedAfterItsCommand() {
        BatchLine line =
                read(
                        """
                        {"type":"open-account","owner":{"reference":"r","name":"n"},"currency":"EUR"}
                        """);
        assertThat(((BankingCommand.OpenAccount) line.requested().command()).account())
                .isEqualTo("acc-" + ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "[]",
                "null",
                "\"x\"",
                "{\"type\":\"nothing\"}",
                "{\"type\":7}",
                "{\"key\":7,\"type\":\"transfer\"}",
                "{\"key\":\"\",\"type\":\"transfer\"}",
                "{\"key\":\"a\\u0000\",\"type\":\"transfer\"}",
                "{\"type\":\"deposit\",\"amount\":\"1\"}",
                "{\"type\":\"deposit\",\"account\":\"a\",\"amount\":1}",
                "{\"type\":\"deposit\",\"account\":\"a\",\"amount\":\"1\",\"more\":1}",
                "{\"type\":\"deposit\",\"account\":\"a\",\"amount\":\"1\",\"amount\":\"2\"}",
                "{\"type\":\"transfer\",\"from\":\"a\",\"to\":\"b\",\"amount\":\"1\"} {}",
                "{\"type\":\"reverse-transaction\",\"id\":\"7\"}",
                "{\"type\":\"expire-hold\",\"id\":\"7\"}"
            })
    void aLineThatCannotBeReadIsRefusedWithAProblem(String text) {
        BatchLine line = read(text);
        assertThat(line.requested()).isNull();
        assertThat(line.problem()).isNotNull();
    }

    private static BatchLine read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return BatchLine.read(bytes, 0, bytes.length, ID, "");
    }
}
