// Shown in the footer by the server, so that a caller can tell the service desk what runs.
export const release = () => process.env.RELEASE_STAMP ?? 'unknown release'
