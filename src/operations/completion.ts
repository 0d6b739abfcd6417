import * as z from 'zod'
import { defineOperation } from './operation.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

/**
 * The shells' halves of completion: each hands over the words and shows what comes back. The program is called as it was typed, so an alias or a path completes itself.
 */
const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: `# reveille completion for bash: eval "$(reveille completion bash)"
_reveille() {
  local program=\${COMP_WORDS[0]/#\~/$HOME} line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default 2>/dev/null
    else
      COMPREPLY+=("\${line%%$'\\t'*}")
    fi
  done < <("$program" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _reveille reveille
`,
  zsh: `#compdef reveille
# reveille completion for zsh: eval "$(reveille completion zsh)", after compinit
_reveille() {
  local line word files=0
  local -a found
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      files=1
    else
      word=\${line%%$'\\t'*}
      found+=("$word:\${line#*$'\\t'}")
    fi
  done < <("\${(Q)words[1]}" __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  local missed=1
  if (( \${#found} )); then _describe reveille found && missed=0; fi
  if (( files )); then _files && missed=0; fi
  return $missed
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _reveille "$@"
else
  compdef _reveille reveille
fi
`,
  fish: `# reveille completion for fish: reveille completion fish | source
function __reveille_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c reveille -f -a '(__reveille_complete)'
`,
}

export const completion = defineOperation({
  name: 'completion',
  summary: 'Print what makes bash, zsh or fish complete commands, options and keys',
  input: z.strictObject({ shell: z.enum(SHELLS, { error: `must be one of ${SHELLS.join(', ')}` }) }),
  output: z.object({ shell: z.enum(SHELLS), script: z.string() }),
  run: (_, { shell }) => Promise.resolve({ shell, script: SCRIPTS[shell] }),
})
