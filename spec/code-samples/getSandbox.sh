curl --fail-with-body "${LEAP0_BASE_URL:-https://api.leap0.dev}/v1/sandbox/${SANDBOX_ID:-sbx-abc123}/" \
  --header "authorization: Bearer $LEAP0_API_KEY"
