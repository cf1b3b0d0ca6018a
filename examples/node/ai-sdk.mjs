// Vercel's AI SDK: npm ci && node ai-sdk.mjs
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";

// The SDK drops what it does not know; this keeps the receipt as provider metadata.
const receiptOf = (body) => (body?.undercut ? { undercut: body.undercut } : undefined);
const undercut = createOpenAICompatible({
  name: "undercut",
  // The one change: where requests go.
  baseURL: `${process.env.UNDERCUT_URL ?? "http://127.0.0.1:4747"}/v1`,
  apiKey: process.env.UNDERCUT_KEY ?? "none",
  metadataExtractor: {
    extractMetadata: async ({ parsedBody }) => receiptOf(parsedBody),
    createStreamExtractor: () => {
      let receipt;
      return {
        processChunk: (chunk) => (receipt = receiptOf(chunk) ?? receipt),
        buildMetadata: () => receipt,
      };
    },
  },
});

const answer = streamText({
  model: undercut("undercut/20"), // the cheapest model at least this capable, whoever sells it
  prompt: "What is 17*23?",
  // Refines the choice for this request; it never reaches a provider.
  providerOptions: { undercut: { undercut: { max_usd: 0.01, task: "examples" } } },
});

for await (const text of answer.textStream) {
  process.stdout.write(text);
}
const { provider, model, cost_usd, saved_usd } = (await answer.providerMetadata).undercut;
console.log(`\n${provider}/${model} for ${cost_usd} USD, saved ${saved_usd} USD`);
