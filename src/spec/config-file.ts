/** Where the configuration stands, relative to the repository's root. */
export const CONFIG_FILE = '.reveille/config.yaml'
