package dev.undercut.dialect.gemini;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Media types by the end of a file's name, where a client gives an address and no type. */
final class FileTypes {
    private static final Map<String, String> BY_ENDING =
            Map.of(
                    "png", "image/png",
                    "jpg", "image/jpeg",
                    "jpeg", "image/jpeg",
                    "webp", "image/webp",
                    "heic", "image/heic",
                    "heif", "image/heif",
                    "gif", "image/gif",
                    "pdf", "application/pdf",
                    "txt", "text/plain",
                    "mp4", "video/mp4");

    private FileTypes() {}

    /** The type, or null when the address does not tell: Gemini then looks for itself. */
    static @Nullable String of(String uri) {
        int end = uri.length();
        for (char c : new char[] {'?', '#'}) {
            int at = uri.indexOf(c);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        int dot = uri.lastIndexOf('.', end - 1);
        return dot < 0 ? null : BY_ENDING.get(uri.substring(dot + 1, end).toLowerCase(Locale.ROOT));
    }
}
