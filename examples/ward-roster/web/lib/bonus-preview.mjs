const NIGHT = { from: 21, until: 6 }
const RATES = { night: 0.25, sunday: 0.5, holiday: 1.25 }

const isNight = (hour) => hour >= NIGHT.from || hour < NIGHT.until

/** An estimate beside the roster; the report of the API is what is paid. Amounts are cents. */
export function previewBonus({ hours, hourly, isSunday, isHoliday }) {
  return hours.reduce((sum, hour) => {
    const day = isHoliday ? RATES.holiday : isSunday ? RATES.sunday : 0
    return sum + Math.round(hourly * (day + (isNight(hour) ? RATES.night : 0)))
  }, 0)
}
