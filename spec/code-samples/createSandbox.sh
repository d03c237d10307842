curl --fail-with-body --request POST "${LEAP0_BASE_URL:-https://api.leap0.dev}/v1/sandbox/" \
  --header "authorization: Bearer $LEAP0_API_KEY" \
  --header 'content-type: application/json' \
  --data @- <<JSON
{
  "template_name": "system/debian:bookworm",
  "vcpu": 2,
  "memory": 2048,
  "timeout": 3600,
  "auto_pause": true
}
JSON
