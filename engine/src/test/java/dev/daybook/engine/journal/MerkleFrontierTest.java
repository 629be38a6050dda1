package dev.daybook.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The frontier gives the root that RFC 9162 defines by recursion over the whole list. */
class MerkleFrontierTest {

    private static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static byte[] root(List<byte[]> leaves) throws Exception {
        if (leaves.isEmpty()) {
            return sha256();
        }
        if (leaves.size() == 1) {
            return sha256(new byte[] {0}, leaves.getFirst());
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return sha256(
                new byte[] {1},
                root(leaves.subList(0, split)),
                root(leaves.subList(split, leaves.size())));
    }

    @Test
    void theRootIsThatOfTheWholeListAtEverySize() throws Exception {
        List<byte[]> leaves = new ArrayList<>();
        MerkleFrontier frontier = new MerkleFrontier();
        assertThat(frontier.root()).isEqualTo(root(leaves));
        for (int i = 0; i < 130; i++) {
            byte[] leaf = sha256(("event " + i).getBytes(UTF_8));
            leaves.add(leaf);
            frontier.append(leaf);
            assertThat(frontier.root()).isEqualTo(root(leaves));
            MerkleFrontier restored = new MerkleFrontier(frontier.size(), frontier.subtrees());
            assertThat(restored.root()).isEqualTo(frontier.root());
        }
    }

    @Test
    void theEmptyTreeHasTheRootOfTheStandard() {
        assertThat(HexFormat.of().formatHex(new MerkleFrontier().root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void aFrontierThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new MerkleFrontier(3, List.of(new byte[32])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
