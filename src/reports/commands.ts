/** The commands that reports tell people to type, in one place so that none of them is made up. */

export const ACCEPT = 'reveille accept'
export const GO_ON = 'reveille night'
export const QUESTIONS = 'reveille blocker list'

/** A task has at most one open blocker, so its key names it. */
export function answerCommand(taskKey: string, option: string): string {
  return `reveille blocker answer ${taskKey} ${option}`
}

export function blockerCommand(taskKey: string): string {
  return `reveille blocker show ${taskKey}`
}

export function showCommand(taskKey: string): string {
  return `reveille task show ${taskKey}`
}

export function whyCommand(taskKey: string): string {
  return `reveille why ${taskKey}`
}

/** The program takes the place of the last word. */
export function agentCommand(taskKey: string): string {
  return `reveille task update ${taskKey} -- PROGRAM`
}

/** Shows what a ref holds beyond a commit, without a checkout. */
export function diffCommand(base: string, ref: string): string {
  return `git diff ${base.slice(0, 10)} ${ref}`
}

export function logCommand(base: string, ref: string): string {
  return `git log --oneline ${base.slice(0, 10)}..${ref}`
}
