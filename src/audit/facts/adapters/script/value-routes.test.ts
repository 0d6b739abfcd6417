import { expect, test } from 'vitest'
import { factsOf } from '../../../../../test/facts.ts'
import { valueRouteAdapter } from './value-routes.ts'

const routes = (text: string) =>
  factsOf(valueRouteAdapter, 'route', { path: 'a.ts', text }).map(({ verb, path, handler, guards }) => [
    verb,
    path,
    handler,
    guards,
  ])
const mounts = (text: string) =>
  factsOf(valueRouteAdapter, 'routerMount', { path: 'a.ts', text }).map(
    ({ parent, child, prefix, guards }) => [parent, child, prefix, guards],
  )

test('routes of Express with guards, mounts and middleware; settings and clients are no routes', () => {
  const text = `
import express, { Router } from 'express'
import { users } from './routes/users'
const app = express()
const router = Router()
app.use(cors({ origin: '*' }))
router.get('/rows/:id(\\\\d+)', requireUser, asyncHandler(show))
router.route('/rows').get(list).post(limit, (req, res) => res.end())
app.get('env')
client.get('/rows', options)
app.use('/api', requireUser, router)
app.use('/users', users)
`
  expect(routes(text)).toEqual([
    ['GET', '/rows/{}', 'show', ['requireUser']],
    ['GET', '/rows', 'list', []],
    ['POST', '/rows', 'function', ['limit']],
  ])
  expect(mounts(text)).toEqual([
    ['app', 'router', '/api', ['requireUser']],
    ['app', 'users', '/users', []],
  ])
  expect(factsOf(valueRouteAdapter, 'middleware', { path: 'a.ts', text })).toMatchObject([
    { name: 'cors', target: 'app', settings: "{ origin: '*' }" },
  ])
  expect(
    factsOf(valueRouteAdapter, 'router', { path: 'a.ts', text }).map(({ name, isApplication }) => [
      name,
      isApplication,
    ]),
  ).toEqual([
    ['app', true],
    ['router', false],
  ])
})

test('what a router uses before its routes guards them all', () => {
  const text = `
const router = require('express').Router()
const express = require('express')
const other = express.Router()
other.use(requireUser)
other.delete('/rows/:id', drop)
other.use(later)
`
  expect(factsOf(valueRouteAdapter, 'router', { path: 'a.js', text })).toContainEqual(
    expect.objectContaining({ name: 'other', guards: ['requireUser'] }),
  )
})

test('Hono chains its routes and mounts by route()', () => {
  const text = `
import { Hono } from 'hono'
import { books } from './books'
const app = new Hono().basePath('/api')
app.use('*', logger())
app.route('/books', books)
export const items = new Hono().get('/', list).post('/:id', check, (c) => c.text(''))
`
  expect(routes(text)).toEqual([
    ['GET', '/', 'list', []],
    ['POST', '/{}', 'function', ['check']],
  ])
  expect(mounts(text)).toEqual([['app', 'books', '/books', []]])
  expect(factsOf(valueRouteAdapter, 'router', { path: 'a.ts', text })).toMatchObject([
    { name: 'app', prefix: '/api', guards: ['logger()'] },
    { name: 'items', prefix: '' },
  ])
})
