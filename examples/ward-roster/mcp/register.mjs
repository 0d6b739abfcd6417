import * as tools from './tools.mjs'

/** Registers every tool on a server of the MCP SDK; `types` is zod, passed in so that tests need no packages. */
export function registerTools(server, read, types) {
  const add = (name, description, inputSchema, tool) =>
    server.registerTool(name, { description, inputSchema }, async (args) => ({
      content: [{ type: 'text', text: JSON.stringify(await tool(read, args)) }],
    }))

  add('list_wards', 'The wards that are open', {}, tools.listWards)
  add('find_nurse', 'Nurses whose name holds a term', { term: types.string() }, tools.findNurse)
  add(
    'who_is_on',
    'Who works on a ward on a day',
    { ward: types.number(), day: types.string() },
    tools.whoIsOn,
  )
  add('roster_status', 'How far a roster is', { roster: types.number() }, tools.rosterStatus)
  add('free_beds', 'Beds of a ward that are free', { ward: types.number() }, tools.freeBeds)
  add('month_hours', 'Hours and overtime in a month', { month: types.string() }, tools.monthHours)
  add('forecast_demand', 'How many nurses next week needs', {}, tools.forecastDemand)
}
