"""Anthropic's SDK for Python: pip install -r requirements.txt && python3 anthropic_messages.py"""

import os

from anthropic import Anthropic

# The one change: where requests go. This SDK adds /v1/messages itself.
client = Anthropic(
    base_url=os.environ.get("UNDERCUT_URL", "http://127.0.0.1:4747"),
    api_key=os.environ.get("UNDERCUT_KEY", "none"),
)

stream = client.messages.create(
    model="undercut/20",  # the cheapest model at least this capable, whatever dialect it speaks
    max_tokens=256,
    messages=[{"role": "user", "content": "What is 17*23?"}],
    stream=True,
    # Refines the choice for this request; it never reaches a provider.
    extra_body={"undercut": {"max_usd": 0.01, "task": "examples"}},
)

for event in stream:
    if event.type == "content_block_delta" and event.delta.type == "text_delta":
        print(event.delta.text, end="", flush=True)
    receipt = (event.model_extra or {}).get("undercut")
    if receipt:  # on message_delta
        print(
            f"\n{receipt['provider']}/{receipt['model']} for {receipt['cost_usd']:.8f} USD,"
            f" saved {receipt['saved_usd']:.8f} USD"
        )
