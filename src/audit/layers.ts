/** The layers of a full-stack project, in the order in which reports tell of them. */
export const LAYERS = {
  'frontend-architecture': 'Frontend architecture',
  'frontend-components': 'Frontend components',
  'state-management': 'State management',
  middleware: 'Middleware',
  database: 'Database',
  authentication: 'Authentication',
  containers: 'Containers',
  'ci-tests': 'CI and tests',
  'mcp-tools': 'MCP tools',
  'background-tasks': 'Background tasks',
  'real-time': 'Real time',
  'api-routes': 'API routes',
  'frontend-backend-integration': 'Frontend and backend together',
  environment: 'Environment',
  'error-handling': 'Error handling',
  performance: 'Performance',
} as const

export type Layer = keyof typeof LAYERS
