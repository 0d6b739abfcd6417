import { createPlainWorkspaces } from './plain.ts'
import { describeWorkspaces } from './workspaces.contract.ts'

describeWorkspaces('plain', createPlainWorkspaces)
