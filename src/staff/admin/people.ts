import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound, Refusal, type Problem } from '../../platform/errors.ts';
import { page, parse, typed } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import { changeRole, invite, removePerson } from '../actions/people.ts';
import { doneForm, emptyForm, inviteForm, roleForm } from '../forms.ts';
import { actorOf, allow } from '../guard.ts';
import { roleOf, roles, roleWords } from '../rules.ts';
import { peopleListed, staffById } from '../store.ts';

const notices = {
  invited: 'The invitation is on its way.',
  changed: 'The role is changed.',
  removed: 'The person is removed and signed out everywhere.',
};

/** Who works at the desk: list, invite, change role, remove. Admins only. */
export function peopleRoutes(ctx: Context, router: Router): void {
  router.get('/admin/people', async (req, res) => {
    allow(res, 'people');
    const query = parse(doneForm, req.query);
    const notice = query.ok && query.value.done !== null ? notices[query.value.done] : null;
    await list(ctx, res, { notice });
  });

  router.post('/admin/people', async (req, res) => {
    allow(res, 'people');
    const form = parse(inviteForm, req.body);
    if (!form.ok) return list(ctx, res, form, 422);
    const refused = await refusal(() => invite(ctx, form.value, actorOf(res)));
    if (refused !== null)
      return list(ctx, res, { problems: refused.problems, values: typed(req.body) }, 422);
    res.redirect(303, '/admin/people?done=invited');
  });

  router.get('/admin/people/:id', async (req, res) => {
    allow(res, 'people');
    await person(ctx, res, { id: idOf(req) });
  });

  router.post('/admin/people/:id/role', async (req, res) => {
    allow(res, 'people');
    const id = idOf(req);
    const form = parse(roleForm, req.body);
    if (!form.ok) return person(ctx, res, { id, ...form }, 422);
    const { role } = form.value;
    const refused = await refusal(() => changeRole(ctx, { id, role }, actorOf(res)));
    if (refused !== null) return person(ctx, res, { id, problems: [needsAnAdmin] }, 409);
    res.redirect(303, '/admin/people?done=changed');
  });

  router.post('/admin/people/:id/remove', async (req, res) => {
    allow(res, 'people');
    const id = idOf(req);
    const form = parse(emptyForm, req.body);
    if (!form.ok) return person(ctx, res, { id, ...form }, 422);
    const refused = await refusal(() => removePerson(ctx, id, actorOf(res)));
    if (refused !== null) return person(ctx, res, { id, problems: [needsAnAdmin] }, 409);
    res.redirect(303, '/admin/people?done=removed');
  });
}

const needsAnAdmin: Problem = {
  field: '',
  message: 'The desk needs at least one admin. Make somebody else an admin first.',
};

/** The refusals that are shown on the page itself; others go their usual way. */
async function refusal(work: () => Promise<void>): Promise<Refusal | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const shown =
      error instanceof Refusal && (error.kind === 'invalid' || error.code === 'last_admin');
    if (shown) return error;
    throw error;
  }
}

function idOf(req: Request): string {
  const { id } = req.params;
  if (typeof id !== 'string' || !isUuid(id)) throw notFound();
  return id;
}

async function list(ctx: Context, res: Response, data: object, status = 200): Promise<void> {
  const words = wordsOf(ctx, res);
  const people = (await peopleListed(ctx.db, ctx.now())).map((row) => ({
    ...row,
    roleName: words(roleWords[roleOf(row.role)].text),
  }));
  page(res, 'staff/people', { people, roleOptions: roleOptions(words), ...data }, status);
}

async function person(
  ctx: Context,
  res: Response,
  { id, ...data }: { id: string; problems?: Problem[] },
  status = 200,
): Promise<void> {
  const row = await staffById(ctx.db, id);
  if (row === null) throw notFound();
  page(res, 'staff/person', { row, roleOptions: roleOptions(wordsOf(ctx, res)), ...data }, status);
}

type Words = (key: string) => string;

function wordsOf(ctx: Context, res: Response): Words {
  return (key) => ctx.views.translator.t(res.locals['locale'] as string, key);
}

function roleOptions(words: Words): { value: string; label: string; hint: string }[] {
  return roles.map((role) => {
    const { text, sentence } = roleWords[role];
    return { value: role, label: words(text), hint: words(sentence) };
  });
}
