import { defineCommand } from '../command.ts'

export const command = defineCommand({
  arguments: [['<shell>', 'bash, zsh or fish']],
  examples: [
    'eval "$(reveille completion bash)"      # in ~/.bashrc',
    'eval "$(reveille completion zsh)"       # in ~/.zshrc, after compinit',
    'reveille completion fish | source       # in ~/.config/fish/config.fish',
  ],
  notes: [
    'Commands, options, and the keys of tasks, open questions and nights as the ledger has them at that moment.',
  ],
  operation: async () => (await import('../../operations/completion.ts')).completion,
  input: ({ args: [shell] }) => ({ shell }),
  text: ({ script }) => script,
})
