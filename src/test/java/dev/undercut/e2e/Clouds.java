package dev.undercut.e2e;

import dev.undercut.app.House;
import dev.undercut.dialect.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;

/** A running gateway whose providers speak what no client speaks; each plays one of them. */
final class Clouds implements AutoCloseable {
    static final String GEMINI_KEY = "AIza-gemini-0123456789";
    static final String AZURE_KEY = "azure-0123456789abcdef";
    static final String AWS_ID = "AKIDEXAMPLE";
    static final String AWS_SECRET = "aws-secret-0123456789abcdef";

    final FakeProvider gemini = new FakeProvider();
    final FakeProvider ollama = new FakeProvider();
    final FakeProvider bedrock = new FakeProvider();
    final FakeProvider vertex = new FakeProvider();
    final FakeProvider azure = new FakeProvider();
    final House house;

    Clouds(Path home) throws IOException, GeneralSecurityException {
        Path credentials = home.resolve("google.json");
        Files.writeString(credentials, serviceAccount());
        house =
                House.start(
                        home,
                        yaml(home.resolve("data")),
                        Map.of(
                                "AWS_ACCESS_KEY_ID",
                                AWS_ID,
                                "AWS_SECRET_ACCESS_KEY",
                                AWS_SECRET,
                                "AWS_REGION",
                                "eu-central-1",
                                "GOOGLE_APPLICATION_CREDENTIALS",
                                credentials.toString()));
    }

    private String yaml(Path data) {
        String model =
                "price: {input: 1, cached_input: 0.1, output: 2}, context: 128000, max_output: 8192,"
                        + " ci: 55, features: [tools, vision, json_schema, reasoning]";
        return """
        data_dir: %s
        listen: 127.0.0.1:0
        sandbox: off
        probe_ollama: false
        baseline_model: gem
        providers:
          google:
            base_url: http://127.0.0.1:%d/v1beta
            api_key: %s
            models: {gem: {upstream_id: gemini-3-pro-preview, %s}}
          mine:
            dialect: ollama
            base_url: http://127.0.0.1:%d
            models: {llama: {upstream_id: "qwen3:8b", %s}}
          amazon-bedrock:
            base_url: http://127.0.0.1:%d
            models: {nova: {upstream_id: "amazon.nova-pro-v1:0", %s}}
          google-vertex:
            base_url: http://127.0.0.1:%d/v1/projects/p/locations/global/publishers/google
            models: {vert: {upstream_id: gemini-2.5-flash, %s}}
          azure:
            base_url: http://127.0.0.1:%d/openai/v1
            api_key: %s
            models: {deployed: {upstream_id: my-deployment, %s}}
        """
                .formatted(
                        data,
                        gemini.port(),
                        GEMINI_KEY,
                        model,
                        ollama.port(),
                        model,
                        bedrock.port(),
                        model,
                        vertex.port(),
                        model,
                        azure.port(),
                        AZURE_KEY,
                        model);
    }

    private String serviceAccount() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        return "{\"type\":\"service_account\",\"client_email\":\"robot@p.iam\",\"private_key_id\":"
                + "\"k1\",\"private_key\":"
                + Json.quote(pem)
                + ",\"token_uri\":\"http://127.0.0.1:"
                + vertex.port()
                + "/token\"}";
    }

    void reset() {
        gemini.reset();
        ollama.reset();
        bedrock.reset();
        vertex.reset();
        azure.reset();
    }

    @Override
    public void close() throws IOException {
        house.close();
        gemini.close();
        ollama.close();
        bedrock.close();
        vertex.close();
        azure.close();
    }
}
