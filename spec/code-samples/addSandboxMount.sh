curl --fail-with-body --request POST "${LEAP0_BASE_URL:-https://api.leap0.dev}/v1/sandbox/${SANDBOX_ID:-sbx-abc123}/mounts" \
  --header "authorization: Bearer $LEAP0_API_KEY" \
  --header 'content-type: application/json' \
  --data @- <<JSON
{
  "type": "object-storage",
  "bucket": "${S3_BUCKET:-project-assets}",
  "mount_path": "/data/assets",
  "endpoint": "${S3_ENDPOINT:-https://s3.example.com}",
  "prefix": "images/",
  "access_key_id": "$S3_ACCESS_KEY_ID",
  "secret_access_key": "$S3_SECRET_ACCESS_KEY"
}
JSON
