package dev.daybook.banking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.EventType;
import dev.daybook.engine.event.SchemaCheck;

import org.junit.jupiter.api.Test;

/** The event contracts: what the code writes is what was frozen. */
class FrozenSchemasTest {

    @Test
    void codeAndFrozenSchemasAgree() {
        assertThat(SchemaCheck.check(Banking.domain().events())).isEmpty();
        assertThat(Banking.domain().events().types())
                .hasSize(19)
                .allSatisfy(type -> assertThat(type.isFrozen()).isTrue())
                .extracting(EventType::version)
                .allSatisfy(version -> assertThat(version).isPositive());
    }
}
