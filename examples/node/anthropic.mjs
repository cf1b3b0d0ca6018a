// Anthropic's SDK for Node: npm ci && node anthropic.mjs
import Anthropic from "@anthropic-ai/sdk";

// The one change: where requests go. This SDK adds /v1/messages itself.
const client = new Anthropic({
  baseURL: process.env.UNDERCUT_URL ?? "http://127.0.0.1:4747",
  apiKey: process.env.UNDERCUT_KEY ?? "none",
});

const stream = await client.messages.create({
  model: "undercut/20", // the cheapest model at least this capable, whatever dialect it speaks
  max_tokens: 256,
  messages: [{ role: "user", content: "What is 17*23?" }],
  stream: true,
  undercut: { max_usd: 0.01, task: "examples" }, // refines the choice; never reaches a provider
});

for await (const event of stream) {
  if (event.type === "content_block_delta") {
    process.stdout.write(event.delta.text ?? "");
  } else if (event.undercut) { // the receipt, on message_delta
    const { provider, model, cost_usd, saved_usd } = event.undercut;
    console.log(`\n${provider}/${model} for ${cost_usd} USD, saved ${saved_usd} USD`);
  }
}
