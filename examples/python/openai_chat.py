"""OpenAI's SDK for Python: pip install -r requirements.txt && python3 openai_chat.py"""

import os

from openai import OpenAI

# The one change: where requests go.
client = OpenAI(
    base_url=os.environ.get("UNDERCUT_URL", "http://127.0.0.1:4747") + "/v1",
    api_key=os.environ.get("UNDERCUT_KEY", "none"),
)

stream = client.chat.completions.create(
    model="undercut/20",  # the cheapest model at least this capable, whoever sells it
    messages=[{"role": "user", "content": "What is 17*23?"}],
    stream=True,
    # Refines the choice for this request; it never reaches a provider.
    extra_body={"undercut": {"max_usd": 0.01, "task": "examples"}},
)

for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
    receipt = (chunk.model_extra or {}).get("undercut")
    if receipt:  # on the last chunk
        print(
            f"\n{receipt['provider']}/{receipt['model']} for {receipt['cost_usd']:.8f} USD,"
            f" saved {receipt['saved_usd']:.8f} USD"
        )
