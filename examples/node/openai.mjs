// OpenAI's SDK for Node: npm ci && node openai.mjs
import OpenAI from "openai";

const url = process.env.UNDERCUT_URL ?? "http://127.0.0.1:4747";
// The one change: where requests go.
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: process.env.UNDERCUT_KEY ?? "none" });

const stream = await client.chat.completions.create({
  model: "undercut/20", // the cheapest model at least this capable, whoever sells it
  messages: [{ role: "user", content: "What is 17*23?" }],
  stream: true,
  undercut: { max_usd: 0.01, task: "examples" }, // refines the choice; never reaches a provider
});

for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
  if (chunk.undercut) { // the receipt, on the last chunk
    const { provider, model, cost_usd, saved_usd } = chunk.undercut;
    console.log(`\n${provider}/${model} for ${cost_usd} USD, saved ${saved_usd} USD`);
  }
}
