/** Who acts. Auditors and historians are specialists; `system` is Reveille itself. */
export const ROLES = ['human', 'system', 'orchestrator', 'coordinator', 'specialist'] as const
export type Role = (typeof ROLES)[number]

export interface Actor {
  readonly role: Role
  readonly name: string
}

export const SYSTEM: Actor = { role: 'system', name: 'reveille' }

/** The form in which an actor stands in the record: `role:name`. */
export function actorLabel(actor: Actor): string {
  return `${actor.role}:${actor.name}`
}

/** Author of the commits that Reveille makes. */
export const REVEILLE = { name: 'Reveille', email: 'reveille@localhost' } as const
