export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'ANY'
export type RouteFramework = 'fastapi' | 'flask' | 'django' | 'express' | 'nest' | 'hono' | 'next'

export interface RouteRelations {
  /** A route as its router says it, without the prefixes of what the router is mounted in. */
  route: {
    readonly framework: RouteFramework
    readonly verb: Verb
    readonly path: string
    readonly handler: string
    /** Variable that holds the router or application; null where the file system is the router. */
    readonly router: string | null
    readonly responseModel: string | null
    readonly bodyModel: string | null
    /** Types of parameters of which this file alone cannot say whether they are the body or a dependency. */
    readonly openTypes?: readonly string[]
    /** Dependencies, decorators and middleware of this route alone, as written. */
    readonly guards: readonly string[]
    /** Counts the routes of a file from 0: the first that matches is served. */
    readonly order: number
  }
  /** A router or application that is made here. */
  router: {
    readonly framework: RouteFramework
    readonly name: string
    readonly prefix: string
    readonly guards: readonly string[]
    readonly isApplication: boolean
  }
  /** A router that is put into another one. */
  routerMount: {
    readonly framework: RouteFramework
    readonly parent: string
    /** The words that name what is mounted, e.g. `nurses.router`. */
    readonly child: string
    readonly prefix: string
    readonly guards: readonly string[]
  }
  /** A type that brings a dependency with it: `CurrentUser = Annotated[User, Depends(current_user)]`. */
  dependencyAlias: { readonly name: string; readonly guards: readonly string[] }
  middleware: {
    readonly name: string
    readonly target: string
    readonly order: number
    readonly settings: string
  }
  /** A request to a URL of the own project, or to one that is put together here. */
  clientCall: {
    readonly verb: Verb
    readonly path: string
    /** What stands before the path, as written: a variable, an origin, nothing. */
    readonly base: string
    readonly by: 'fetch' | 'axios' | 'ky' | 'httpx' | 'requests' | 'wrapper'
    /** Names of the fields of the body that is sent, null where they cannot be told. */
    readonly fields: readonly string[] | null
  }
  /** A function that forwards its parameters to a request: its callers are the calls. */
  clientWrapper: {
    readonly name: string
    readonly verb: Verb | null
    readonly base: string
    /** Places of the parameters that become path and verb, from 0; null where they are fixed. */
    readonly pathAt: number | null
    readonly verbAt: number | null
    readonly prefix: string
  }
  /** A rule that hands a path on: of a proxy, or a rewrite. A path keeps the mark of its kind: `= /a`, `~ ^/a`, `^~ /a`. */
  proxyRule: { readonly path: string; readonly target: string; readonly upgrades: boolean }
}
