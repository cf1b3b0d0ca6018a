package dev.undercut.web;

/** HTML text that is safe whatever the values are. */
final class Html {
    private Html() {}

    /** {@code text} with everything escaped that means something in HTML. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    /** A whole page in the product's look: both themes, any width, no script, nothing loaded. */
    static String page(String title, String body) {
        return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        :root { color-scheme: light dark; --ink: #16181d; --soft: #5b6270; --line: #dfe3ea;
          --paper: #fff; --good: #0a7d45; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaf0; --soft: #9aa3b2;
          --line: #2b303a; --paper: #12141a; --good: #4cc38a; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 1rem 4rem; color: var(--ink);
          background: var(--paper); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
        p { color: var(--soft); margin: .25rem 0 1rem; }
        .sums { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0 1.5rem; }
        .sums div { border: 1px solid var(--line); border-radius: .6rem; padding: .6rem .9rem;
          flex: 1 1 9rem; }
        .sums b { display: block; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
        .sums span { color: var(--soft); font-size: .85rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%%; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line);
          white-space: nowrap; }
        th { color: var(--soft); font-weight: 500; font-size: .85rem; }
        td.n, th.n { text-align: right; }
        .good { color: var(--good); } .bad { color: var(--bad); } .soft { color: var(--soft); }
        code, pre { font-family: ui-monospace, monospace; font-size: .85rem; }
        pre { border: 1px solid var(--line); border-radius: .6rem; padding: .8rem;
          white-space: pre-wrap; overflow-wrap: anywhere; }
        input, button { font: inherit; padding: .45rem .7rem; border-radius: .4rem;
          border: 1px solid var(--line); background: transparent; color: inherit; }
        </style>
        </head>
        <body>
        %s
        </body>
        </html>
        """
                .formatted(escape(title), body);
    }
}
