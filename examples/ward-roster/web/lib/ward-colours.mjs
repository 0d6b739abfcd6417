/** The stripe beside a ward's name; the hospital's signs use the same. */
export const WARD_COLOURS = {
  Intensive: '#b3261e',
  Maternity: '#7d5260',
  Surgery: '#00639b',
  Children: '#386a20',
  Surgery: '#5b6300',
}

export const colourOf = (ward) => WARD_COLOURS[ward.name] ?? '#79747e'
