export interface ImageCopy {
  readonly from: string | null
  readonly source: string
  readonly target: string
}

export interface DeploymentRelations {
  /** A service of a compose file, as that file alone says it. */
  composeService: {
    readonly service: string
    readonly image: string | null
    readonly dockerfile: string | null
    /** Folder of the image's sources; null without a build. */
    readonly context: string | null
    /** Stage of the Dockerfile that it runs; null for the last one. */
    readonly target: string | null
    /** Words of entry point and command; null where the image decides. */
    readonly command: readonly string[] | null
    /**
     * `CMD` and words, or `CMD-SHELL` and a text. Null where the file says nothing, `disabled` where it turns the image's own
     * off.
     */
    readonly healthCheck: readonly string[] | 'disabled' | null
    readonly networks: readonly string[] | null
    readonly dependsOn: readonly string[]
    /** Host ports that it takes. */
    readonly ports: readonly string[]
    /** As written: `source:target`. */
    readonly volumes: readonly string[]
  }
  composeResource: { readonly kind: 'network' | 'volume'; readonly name: string }
  /** The last stage of a Dockerfile, which is what runs. */
  image: {
    /** Image that its first stage in line starts from. */
    readonly base: string
    /** What its instructions install, of the system and of languages; not what files of requirements name. */
    readonly packages: readonly string[]
    /** What is copied into it: out of the context where `from` is null. A target ends in `/` where it is a folder for sure. */
    readonly copies: readonly ImageCopy[]
    /** As in composeService; null leaves it to the base. */
    readonly healthCheck: readonly string[] | 'disabled' | null
    readonly command: readonly string[] | null
    readonly user: string | null
  }
  /** A variable that a Dockerfile takes while it builds. */
  buildArgument: { readonly name: string; readonly stage: string | null }
  /** A step of a workflow that runs commands. */
  ciStep: {
    readonly workflow: string
    readonly job: string
    readonly name: string
    readonly run: string
    readonly folder: string | null
    readonly mayFail: boolean
  }
  /** Compose files that are started together, in their order: later ones change what earlier ones say. */
  deploymentSet: { readonly files: readonly string[] }
  /** A service that a hosting platform runs. */
  hostedService: {
    readonly platform: 'render' | 'fly' | 'vercel'
    readonly service: string
    readonly dockerfile: string | null
    readonly context: string | null
    /** Words of its command; null where the image decides. */
    readonly command: readonly string[] | null
  }
  /** A path that a platform asks to see whether a service lives. */
  healthPath: { readonly service: string; readonly path: string }
  /** A response header that a proxy, a platform or a framework's settings add. */
  header: {
    readonly name: string
    readonly value: string
    readonly by: 'nginx' | 'caddy' | 'vercel' | 'next'
  }
}
