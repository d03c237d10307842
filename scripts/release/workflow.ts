/** The repository that a workflow runs in, as package.json names one; nothing where this is no workflow. */
export function repositoryOf(
  env: Readonly<Record<string, string | undefined>>,
): { type: "git"; url: string } | undefined {
  const { GITHUB_ACTIONS, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = env;
  if (GITHUB_ACTIONS !== "true" || !GITHUB_SERVER_URL || !GITHUB_REPOSITORY) return undefined;
  return { type: "git", url: `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git` };
}
