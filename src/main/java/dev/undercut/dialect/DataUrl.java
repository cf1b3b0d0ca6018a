package dev.undercut.dialect;

import dev.undercut.chat.Part.Media;

/** Addresses of the form {@code data:image/png;base64,…} (RFC 2397), and others. */
public final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";

    private DataUrl() {}

    /**
     * Where the bytes come from that an address stands for.
     *
     * @throws RefusedException when it is a data URL that is not base64
     */
    public static Media read(JsonField field) throws RefusedException {
        String url = field.text();
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Media.Url(url);
        }
        int comma = url.indexOf(',');
        int base64 = comma < 0 ? -1 : comma - BASE64.length();
        if (base64 < SCHEME.length()
                || !url.regionMatches(true, base64, BASE64, 0, BASE64.length())) {
            throw field.expected("an address, or data:TYPE;base64,BYTES");
        }
        String type = url.substring(SCHEME.length(), base64);
        int parameter = type.indexOf(';');
        return new Media.Inline(
                parameter < 0 ? type : type.substring(0, parameter), url.substring(comma + 1));
    }

    /** The bytes as an address. */
    public static String write(Media.Inline inline) {
        return SCHEME + inline.type() + BASE64 + ',' + inline.base64();
    }
}
