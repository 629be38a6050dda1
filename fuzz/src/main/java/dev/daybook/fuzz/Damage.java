package dev.daybook.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes good input bad, in one to four places. What comes out may, by chance, still be good. */
public final class Damage {

    private static final int PLACES_MAX = 4;
    private static final int RUN_MAX = 16;

    /** What programs stumble over: signs of JSON and CSV, ends of lines, ends of ranges. */
    private static final List<String> STUMBLING =
            List.of(
                    "\"",
                    "\"\"",
                    "\\",
                    "\\u0000",
                    "\\ud83e",
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    ",",
                    ";",
                    "\n",
                    "\r\n",
                    "\r",
                    "\t",
                    "\0",
                    "\u001b",
                    "\u007f",
                    "\u0085",
                    "'",
                    "-",
                    "--",
                    "+",
                    ".",
                    "e",
                    "E9",
                    "1e999999999",
                    "-0",
                    "0",
                    "9".repeat(20),
                    "null",
                    "true",
                    "NaN",
                    "//",
                    "#",
                    "%",
                    "$",
                    "~",
                    "@",
                    " ",
                    "\u00ef\u00bb\u00bf",
                    "\u00c0\u0080",
                    "\u00ed\u00a0\u0080",
                    "\u00ff\u00fe",
                    "\u00e2\u0082",
                    "\u00f0\u009f\u00a6\u008a",
                    "\u00f4\u0090\u0080\u0080");

    private Damage() {}

    /** Damaged bytes; the given ones stay as they are. */
    public static byte[] to(byte[] good, RandomGenerator random) {
        byte[] bad = good;
        int places = 1 + random.nextInt(PLACES_MAX);
        for (int i = 0; i < places; i++) {
            bad = once(bad, random);
        }
        return bad;
    }

    /** A damaged text of one-byte characters, and of what their bytes become in ISO 8859-1. */
    public static String to(String good, RandomGenerator random) {
        return new String(to(good.getBytes(ISO_8859_1), random), ISO_8859_1);
    }

    private static byte[] once(byte[] bytes, RandomGenerator random) {
        int at = random.nextInt(bytes.length + 1);
        int run = Math.min(bytes.length - at, 1 + random.nextInt(RUN_MAX));
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(bytes, at); // cut off
            case 1 -> spliced(bytes, at, run, new byte[0]); // a hole
            case 2 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + run)); // twice
            case 3 -> spliced(bytes, at, 0, noise(random)); // something in between
            case 4 -> spliced(bytes, at, Math.min(1, run), noise(random)); // something instead
            case 5 -> spliced(bytes, at, 0, stumbling(random));
            case 6 -> spliced(bytes, at, Math.min(1, run), stumbling(random));
            case 7 -> { // a piece from elsewhere
                int from = random.nextInt(bytes.length + 1);
                int to = Math.min(bytes.length, from + random.nextInt(RUN_MAX));
                yield spliced(bytes, at, 0, Arrays.copyOfRange(bytes, from, to));
            }
            default -> { // a bit
                byte[] flipped = bytes.clone();
                if (at < bytes.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                yield flipped;
            }
        };
    }

    private static byte[] spliced(byte[] bytes, int at, int without, byte[] with) {
        byte[] spliced = new byte[bytes.length - without + with.length];
        System.arraycopy(bytes, 0, spliced, 0, at);
        System.arraycopy(with, 0, spliced, at, with.length);
        System.arraycopy(
                bytes, at + without, spliced, at + with.length, bytes.length - at - without);
        return spliced;
    }

    private static byte[] noise(RandomGenerator random) {
        byte[] noise = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? RUN_MAX : 2)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] stumbling(RandomGenerator random) {
        return STUMBLING.get(random.nextInt(STUMBLING.size())).getBytes(ISO_8859_1);
    }
}
