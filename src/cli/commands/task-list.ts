import { defineCommand } from '../command.ts'
import { taskTable } from '../task-text.ts'
import { present } from '../task-options.ts'

export const command = defineCommand({
  operation: async () => (await import('../../operations/task-list.ts')).taskList,
  arguments: [['[text...]', 'words that must occur in key, title, goal or notes']],
  options: [
    ['-s, --state <state...>', 'todo, doing, review, blocked, done or cancelled'],
    ['--kind <kind...>', 'change, verify, explore or operate'],
    ['-p, --priority <priority...>', 'P0 to P3'],
    ['-d, --domain <name>', 'part of the project'],
    ['--limit <n>', 'at most so many (1000)'],
    ['--offset <n>', 'after so many'],
  ],
  examples: [
    'reveille task list',
    'reveille task list --state todo blocked --priority P0',
    'reveille task list flaky login',
  ],
  input({ args: [text], options }) {
    const { state, kind, priority, domain, limit, offset } = options
    const words = Array.isArray(text) && text.length > 0 ? text.join(' ') : undefined
    return present({ states: state, kinds: kind, priorities: priority, domain, limit, offset, text: words })
  },
  text: ({ tasks }, style) => (tasks.length === 0 ? 'no tasks' : taskTable(style, tasks)),
})
