curl --fail-with-body "${LEAP0_BASE_URL:-https://api.leap0.dev}/v1/sandboxes?sort=created_at&page-size=50" \
  --header "authorization: Bearer $LEAP0_API_KEY"
