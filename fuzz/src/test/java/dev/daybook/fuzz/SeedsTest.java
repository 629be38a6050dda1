package dev.daybook.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.util.ArrayList;
import java.util.List;

/** A seed is all one needs to see a failure again. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class SeedsTest {

    @Test
    void aFailureNamesItsSeedAndHowToRunThatOneAlone() {
        assertThatThrownBy(() ->
                        Seeds.forEachSeed(
                                100,
                                (seed, _) -> {
                                    if (seed == 17) {
                                        throw new IllegalStateException("no luck");
                                    }
                                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 17.")
                .hasMessageContaining("-Dtest=SeedsTest#")
                .hasMessageContaining("-Ddaybook.seed=17")
                .hasMessageContaining("no luck")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSeedAloneMakesWhatItMadeAmongOthers() {
        List<Long> all = drawn();
        List<Long> alone = with("daybook.seed", "3");
        assertThat(all).hasSize(5).doesNotHaveDuplicates();
        assertThat(alone).containsExactly(all.get(2));
    }

    @Test
    void seedsCanBeMultiplied() {
        assertThat(with("daybook.seeds", "4")).hasSize(20).startsWith(drawn().toArray(Long[]::new));
    }

    @Test
    void damageIsTheSameForTheSameSeedAndLeavesTheGoodAlone() {
        byte[] good = "{\"amount\":\"12.34\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] before = good.clone();
        int changed = 0;
        for (long seed = 1; seed <= 1_000; seed++) {
            byte[] bad = Damage.to(good, Seeds.of(seed));
            assertThat(Damage.to(good, Seeds.of(seed))).isEqualTo(bad);
            changed += java.util.Arrays.equals(bad, good) ? 0 : 1;
        }
        assertThat(good).isEqualTo(before);
        assertThat(changed).isGreaterThan(900);
    }

    private static List<Long> drawn() {
        List<Long> drawn = new ArrayList<>();
        Seeds.forEachSeed(5, random -> drawn.add(random.nextLong()));
        return drawn;
    }

    private static List<Long> with(String property, String value) {
        String before = System.setProperty(property, value);
        try {
            return drawn();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }
}
