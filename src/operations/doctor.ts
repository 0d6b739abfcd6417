import * as z from 'zod'
import { examineMachine } from './doctor/machine.ts'
import { examineRepository } from './doctor/repository.ts'
import { defineOperation } from './operation.ts'

export const doctor = defineOperation({
  name: 'doctor',
  summary: 'Check machine and repository, each failure with the command that fixes it',
  input: z.strictObject({}),
  output: z.object({
    checks: z.array(
      z.object({
        name: z.string(),
        ok: z.boolean(),
        state: z.enum(['ok', 'warning', 'failed']),
        detail: z.string(),
        fix: z.string().nullable(),
      }),
    ),
  }),
  async run(context) {
    const findings = [...(await examineMachine(context)), ...(await examineRepository(context))]
    return { checks: findings.map((finding) => ({ ...finding, ok: finding.state !== 'failed' })) }
  },
})
