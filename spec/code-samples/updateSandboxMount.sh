curl --fail-with-body --request PATCH "${LEAP0_BASE_URL:-https://api.leap0.dev}/v1/sandbox/${SANDBOX_ID:-sbx-abc123}/mounts/${MOUNT_ID:-mnt-abc123}" \
  --header "authorization: Bearer $LEAP0_API_KEY" \
  --header 'content-type: application/json' \
  --data @- <<JSON
{ "prefix": "" }
JSON
