import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { nestAdapter } from './nest.ts'

const TEXT = `
import { Body, Controller, Get, Post, UseGuards } from '@nestjs/common'
@Controller('cats')
@UseGuards(AuthGuard)
export class CatsController {
  @Get() list(): Promise<Cat[]> { return this.cats.all() }
  @Post(':id/toys')
  @Roles('admin')
  @HttpCode(201)
  add(@Body() toy: CreateToy) {}
  helper() {}
}
@Module({ imports: [ConfigModule.forRoot(), UsersModule], controllers: [CatsController] })
export class AppModule {}
async function start() {
  const app = await NestFactory.create(AppModule)
  app.setGlobalPrefix('api')
}
`

test('controllers have routes with guards, bodies and results', () => {
  expect(factsOf(nestAdapter, 'router', { path: 'a.ts', text: TEXT })).toMatchObject([
    { name: 'CatsController', prefix: '/cats', guards: ['AuthGuard'] },
    { name: 'app', isApplication: true },
  ])
  const found = factsOf(nestAdapter, 'route', { path: 'a.ts', text: TEXT })
  expect(
    found.map(({ verb, path, handler, responseModel, bodyModel, guards }) => [
      [verb, path, handler],
      [responseModel, bodyModel, guards],
    ]),
  ).toEqual([
    [
      ['GET', '', 'list'],
      ['Cat[]', null, []],
    ],
    [
      ['POST', '/{}/toys', 'add'],
      [null, 'CreateToy', ["Roles('admin')"]],
    ],
  ])
})

test('modules mount what they hold, below the prefix of the application', () => {
  const found = factsOf(nestAdapter, 'routerMount', { path: 'a.ts', text: TEXT })
  expect(found.map(({ parent, child, prefix }) => [parent, child, prefix])).toEqual([
    ['AppModule', 'CatsController', ''],
    ['AppModule', 'ConfigModule', ''],
    ['AppModule', 'UsersModule', ''],
    ['app', 'AppModule', '/api'],
  ])
})
