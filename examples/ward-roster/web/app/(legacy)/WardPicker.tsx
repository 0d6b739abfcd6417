export function WardPicker({ wards, onPick }: { wards: string[]; onPick: (ward: string) => void }) {
  return (
    <select aria-label="Ward" onChange={(event) => onPick(event.target.value)}>
      {wards.map((ward) => (
        <option key={ward}>{ward}</option>
      ))}
    </select>
  )
}
