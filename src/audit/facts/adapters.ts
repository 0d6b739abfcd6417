import type { Adapter } from './adapter.ts'
import { addressAdapter as scriptAddress } from './adapters/script/address.ts'
import { baseAddressAdapter as scriptBaseAddress } from './adapters/script/base-address.ts'
import { bullmqAdapter as scriptBullmq } from './adapters/script/bullmq.ts'
import { clientCallAdapter as scriptClientCall } from './adapters/script/client-calls.ts'
import { componentAdapter as scriptComponent } from './adapters/script/component.ts'
import { constantAdapter as scriptConstant } from './adapters/script/constants.ts'
import { environmentAdapter as scriptEnvironment } from './adapters/script/environment.ts'
import { mcpToolAdapter as scriptMcpTool } from './adapters/script/mcp-tools.ts'
import { moduleAdapter as scriptModule } from './adapters/script/module.ts'
import { nestAdapter as scriptNest } from './adapters/script/nest.ts'
import { nextRouteAdapter as scriptNextRoute } from './adapters/script/next-routes.ts'
import { socketAdapter as scriptSocket } from './adapters/script/sockets.ts'
import { storageAdapter as scriptStorage } from './adapters/script/storage.ts'
import { testCaseAdapter as scriptTestCase } from './adapters/script/test-cases.ts'
import { drizzleAdapter as scriptDrizzle } from './adapters/script/drizzle.ts'
import { tableReferenceAdapter as scriptTableReference } from './adapters/script/table-references.ts'
import { valueRouteAdapter as scriptValueRoute } from './adapters/script/value-routes.ts'
import { caddyAdapter } from './adapters/configuration/caddy.ts'
import { composeAdapter } from './adapters/configuration/compose.ts'
import { dockerfileAdapter } from './adapters/configuration/dockerfile.ts'
import { envFileAdapter } from './adapters/configuration/env-file.ts'
import { flyAdapter } from './adapters/configuration/fly.ts'
import { makefileAdapter } from './adapters/configuration/makefile.ts'
import { nginxAdapter } from './adapters/configuration/nginx.ts'
import { packageScriptsAdapter } from './adapters/configuration/package-scripts.ts'
import { prismaSchemaAdapter } from './adapters/configuration/prisma-schema.ts'
import { procfileAdapter, supervisorAdapter } from './adapters/configuration/process-files.ts'
import { renderBlueprintAdapter } from './adapters/configuration/render-blueprint.ts'
import { shellScriptAdapter } from './adapters/configuration/shell-script.ts'
import { sqlFileAdapter } from './adapters/configuration/sql-file.ts'
import { vercelAdapter } from './adapters/configuration/vercel.ts'
import { workflowAdapter } from './adapters/configuration/workflow.ts'
import { alembicAdapter } from './adapters/python/alembic.ts'
import { celerySettingsAdapter } from './adapters/python/celery-settings.ts'
import { celeryTasksAdapter } from './adapters/python/celery-tasks.ts'
import { fastapiRoutersAdapter } from './adapters/python/fastapi-routers.ts'
import { fastapiRoutesAdapter } from './adapters/python/fastapi-routes.ts'
import { flaskAdapter } from './adapters/python/flask-routes.ts'
import { pythonClientsAdapter } from './adapters/python/http-clients.ts'
import { pythonEnvironmentAdapter } from './adapters/python/environment.ts'
import { pythonEventsAdapter } from './adapters/python/live-events.ts'
import { pythonMiddlewareAdapter } from './adapters/python/middleware.ts'
import { pythonModulesAdapter } from './adapters/python/modules.ts'
import { pythonTablesAdapter } from './adapters/python/table-references.ts'
import { pythonTestsAdapter } from './adapters/python/test-cases.ts'
import { settingReadsAdapter } from './adapters/python/setting-reads.ts'
import { settingsAdapter } from './adapters/python/settings.ts'
import { sqlalchemyModelsAdapter } from './adapters/python/sqlalchemy-models.ts'

/** All adapters there are, each a file in adapters/. */
export const ADAPTERS: readonly Adapter[] = [
  scriptAddress,
  scriptBaseAddress,
  scriptBullmq,
  scriptClientCall,
  scriptComponent,
  scriptConstant,
  scriptEnvironment,
  scriptMcpTool,
  scriptModule,
  scriptNest,
  scriptNextRoute,
  scriptSocket,
  scriptStorage,
  scriptTestCase,
  scriptDrizzle,
  scriptTableReference,
  scriptValueRoute,
  caddyAdapter,
  composeAdapter,
  dockerfileAdapter,
  envFileAdapter,
  flyAdapter,
  makefileAdapter,
  nginxAdapter,
  packageScriptsAdapter,
  prismaSchemaAdapter,
  procfileAdapter,
  supervisorAdapter,
  renderBlueprintAdapter,
  shellScriptAdapter,
  sqlFileAdapter,
  vercelAdapter,
  workflowAdapter,
  alembicAdapter,
  celerySettingsAdapter,
  celeryTasksAdapter,
  fastapiRoutersAdapter,
  fastapiRoutesAdapter,
  flaskAdapter,
  pythonClientsAdapter,
  pythonEnvironmentAdapter,
  pythonEventsAdapter,
  pythonMiddlewareAdapter,
  pythonModulesAdapter,
  pythonTablesAdapter,
  pythonTestsAdapter,
  settingReadsAdapter,
  settingsAdapter,
  sqlalchemyModelsAdapter,
]
