#!/bin/sh
# Undercut with curl alone: a streamed chat in OpenAI's dialect, its receipt, then Anthropic's dialect.
set -eu

url=${UNDERCUT_URL:-http://127.0.0.1:4747}
key=${UNDERCUT_KEY:-none} # no key is needed on loopback until one is made

# The name is the whole switch: undercut/NUMBER is the cheapest model at least that capable.
# The field "undercut" refines it for this request and never reaches a provider.
stream=$(curl -fsSN "$url/v1/chat/completions" \
    -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
    -d '{
      "model": "undercut/20",
      "stream": true,
      "undercut": {"max_usd": 0.01, "task": "examples"},
      "messages": [{"role": "user", "content": "What is 17*23?"}]
    }')
printf '%s\n' "$stream"

# The last regular chunk carries the receipt: who answered, what it cost, what was saved.
receipt=$(printf '%s\n' "$stream" | sed -n 's/.*"undercut":\({.*}\)}$/\1/p')
printf 'receipt: %s\n' "$receipt"

# The same server speaks Anthropic's dialect; unstreamed answers also say their price in a header.
curl -fsS -D - "$url/v1/messages" \
    -H "x-api-key: $key" -H 'anthropic-version: 2023-06-01' -H 'Content-Type: application/json' \
    -d '{
      "model": "undercut/20",
      "max_tokens": 256,
      "messages": [{"role": "user", "content": "What is 17*23?"}]
    }'
echo
