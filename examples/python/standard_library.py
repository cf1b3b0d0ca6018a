"""Python with nothing installed: python3 standard_library.py"""

import json
import os
import urllib.request

request = urllib.request.Request(
    os.environ.get("UNDERCUT_URL", "http://127.0.0.1:4747") + "/v1/chat/completions",
    headers={
        "Authorization": "Bearer " + os.environ.get("UNDERCUT_KEY", "none"),
        "Content-Type": "application/json",
    },
    data=json.dumps(
        {
            "model": "undercut/20",  # the cheapest model at least this capable, whoever sells it
            "messages": [{"role": "user", "content": "What is 17*23?"}],
            "stream": True,
            # Refines the choice for this request; it never reaches a provider.
            "undercut": {"max_usd": 0.01, "task": "examples"},
        }
    ).encode(),
)

with urllib.request.urlopen(request) as answer:
    for line in answer:  # server-sent events: lines that begin with "data: "
        event = line.decode().removeprefix("data: ").strip()
        if not event or event == "[DONE]":
            continue
        chunk = json.loads(event)
        for choice in chunk["choices"]:
            print(choice["delta"].get("content") or "", end="", flush=True)
        receipt = chunk.get("undercut")
        if receipt:  # on the last chunk
            print(
                f"\n{receipt['provider']}/{receipt['model']} for {receipt['cost_usd']:.8f} USD,"
                f" saved {receipt['saved_usd']:.8f} USD"
            )
