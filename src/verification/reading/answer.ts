/** What one who reads does with a request. Each kind loads what it needs. */
import type { Mutant } from '../mutants/plant.ts'
import type { PlantRequest, ReadingRequest } from './reader.ts'
import { isOverflow } from './unreadable.ts'

export async function answerTo(request: ReadingRequest): Promise<unknown> {
  switch (request.kind) {
    case 'judge':
      return (await import('./judge-files.ts')).judgeFiles(request)
    case 'plant':
      return plantIn(request)
  }
}

export async function plantIn({ modules, most, seed, isHarmless }: PlantRequest): Promise<readonly Mutant[]> {
  const { plantMutants } = await import('../mutants/plant.ts')
  const { harmlessChange } = await import('../mutants/harmless.ts')
  return modules.flatMap(({ path, source }) => {
    try {
      if (isHarmless === true) return harmlessChange({ path, source }) ?? []
      return plantMutants({ path, source, most, seed })
    } catch (error) {
      if (!isOverflow(error)) throw error
      return []
    }
  })
}
