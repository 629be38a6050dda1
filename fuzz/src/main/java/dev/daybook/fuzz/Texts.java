package dev.daybook.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/** Texts: some that people write, and some that nobody would. */
public final class Texts {

    private static final String WELL_BEHAVED =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-_äöüßéčŽ€日本٣";

    /** What search languages, shells, templates and terminals give a meaning to. */
    private static final List<String> MEANINGFUL =
            List.of(
                    "*",
                    "?",
                    "~",
                    "~2",
                    "^4",
                    "^",
                    "AND",
                    "OR",
                    "NOT",
                    "TO",
                    "\"",
                    "(",
                    ")",
                    "[",
                    "]",
                    "{",
                    "}",
                    "/",
                    "/.*/",
                    "/(a+)+$/",
                    "\\",
                    "+",
                    "-",
                    "&&",
                    "||",
                    "!",
                    ":",
                    "id:",
                    "_exists_:",
                    "<",
                    ">",
                    "'",
                    "`",
                    "${x}",
                    "%s",
                    "%00",
                    "%",
                    "\u0000",
                    "\u001b[2J",
                    "\n",
                    "\r\n",
                    "\t",
                    "\u0085",
                    "\u2028",
                    "\u202e",
                    "\u200d",
                    "\ufeff",
                    "\ufffe",
                    "\ud83e",
                    "\udd8a",
                    "\ud83e\udd8a",
                    "e\u0301\u0302\u0303",
                    "\ufdfa",
                    "İ",
                    "ﬀ",
                    "ſ",
                    "ß",
                    "𐐀",
                    "ก็",
                    "한",
                    "日",
                    ".",
                    ",",
                    ";",
                    "@",
                    "#");

    private Texts() {}

    /** A printable text of so many characters at most, possibly none. */
    public static String plain(RandomGenerator random, int charsMax) {
        int length = random.nextInt(charsMax + 1);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(WELL_BEHAVED.charAt(random.nextInt(WELL_BEHAVED.length())));
        }
        return text.toString();
    }

    /** Any text of so many characters at most: words, signs, controls, halves of pairs. */
    public static String any(RandomGenerator random, int charsMax) {
        int length = random.nextInt(charsMax + 1);
        StringBuilder text = new StringBuilder(length + 8);
        while (text.length() < length) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> text.append(plain(random, Math.min(12, charsMax)));
                case 3, 4 -> text.append(MEANINGFUL.get(random.nextInt(MEANINGFUL.size())));
                case 5 -> text.append((char) random.nextInt(0x80));
                case 6 -> text.append((char) random.nextInt(Character.MAX_VALUE + 1));
                default -> text.append(' ');
            }
        }
        text.setLength(length);
        return text.toString();
    }
}
