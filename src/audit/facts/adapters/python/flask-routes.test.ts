import { expect, test } from 'vitest'
import { factsOf, unresolvedOf } from '../../../../../test/facts.ts'
import { flaskAdapter } from './flask-routes.ts'

const file = (text: string) => ({ path: 'app/orders.py', text })

const TEXT = `
from flask import Flask, Blueprint
app = Flask(__name__)
orders = Blueprint("orders", __name__, url_prefix="/orders")

@orders.route("/<int:order_id>", methods=["GET", "DELETE"])
@login_required
def order(order_id): ...

app.register_blueprint(orders, url_prefix="/shop")
`

test('routes have their verbs, their decorators as guards and paths without names', () => {
  const found = factsOf(flaskAdapter, 'route', file(TEXT))
  expect(found.map(({ verb, path, guards, router }) => [verb, path, guards, router])).toEqual([
    ['GET', '/{}', ['login_required'], 'orders'],
    ['DELETE', '/{}', ['login_required'], 'orders'],
  ])
})

test('blueprints are routers, and their registration mounts them', () => {
  expect(factsOf(flaskAdapter, 'router', file(TEXT)).map(({ name, prefix }) => [name, prefix])).toEqual([
    ['app', ''],
    ['orders', '/orders'],
  ])
  expect(factsOf(flaskAdapter, 'routerMount', file(TEXT))).toMatchObject([
    { parent: 'app', child: 'orders', prefix: '/shop' },
  ])
})

test('methods from elsewhere are unresolved', () => {
  const text = 'from flask import Flask\n@app.route("/", methods=METHODS + other())\ndef index(): ...\n'
  expect(unresolvedOf(flaskAdapter, 'route', file(text))).toHaveLength(1)
})
