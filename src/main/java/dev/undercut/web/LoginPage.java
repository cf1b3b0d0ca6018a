package dev.undercut.web;

/** The way into the pages. */
public final class LoginPage {
    private LoginPage() {}

    /**
     * The page.
     *
     * @param keysExist whether an API key can be used to log in
     */
    public static String render(boolean keysExist) {
        String how =
                keysExist
                        ? """
                        <p>Log in with an API key of this gateway.</p>
                        <form id="login"><input id="key" type="password" placeholder="uc-…"
                        autocomplete="current-password" required> <button>Log in</button></form>
                        <p id="said" class="bad" role="alert"></p>
                        <script>
                        document.getElementById('login').addEventListener('submit', async e => {
                          e.preventDefault();
                          const answer = await fetch('/login', {method: 'POST',
                            headers: {'content-type': 'application/json'},
                            body: JSON.stringify({key: document.getElementById('key').value})});
                          if (answer.ok) location.href = '/';
                          else document.getElementById('said').textContent =
                            'That is no key of this gateway.';
                        });
                        </script>
                        """
                        : """
                        <p>Open the address that <code>undercut serve</code> printed when it
                        started: it carries a token that works once. Start it again for a new
                        one.</p>
                        """;
        return Html.page("Undercut: log in", "<h1>Undercut</h1>\n" + how);
    }
}
