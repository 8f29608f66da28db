import { sql, type Kysely } from 'kysely';
import type { DB } from '../../src/platform/db/schema.gen.ts';

interface Column {
  name: string;
  type: string;
  required: boolean;
  default: string | null;
  generated: boolean;
}

interface Table {
  name: string;
  columns: Column[];
  constraints: { name: string; definition: string }[];
  indexes: string[];
}

/** Our tables as the catalogs tell them, sorted by name; only the schema that the migrations fill. */
async function readTables(db: Kysely<DB>): Promise<Table[]> {
  // What pg_get_* prints depends on the search path: with the schema in it, names come bare.
  const { rows } = await sql<Table>`
    select c.relname as name,
      (select jsonb_agg(jsonb_build_object(
          'name', a.attname,
          'type', format_type(a.atttypid, a.atttypmod),
          'required', a.attnotnull,
          'generated', a.attgenerated <> '' or a.attidentity <> '',
          'default', pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
        from pg_attribute a
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select jsonb_agg(jsonb_build_object(
          'name', k.conname, 'definition', pg_get_constraintdef(k.oid, true))
          order by position(k.contype in 'puxcf'), k.conname)
        from pg_constraint k
        where k.conrelid = c.oid and k.contype in ('p', 'u', 'x', 'c', 'f')), '[]') as constraints,
      coalesce((select jsonb_agg(pg_get_indexdef(i.indexrelid) order by i.indexrelid::regclass::text)
        from pg_index i
        where i.indrelid = c.oid
          and not exists (select from pg_constraint k where k.conindid = i.indexrelid
            and k.contype in ('p', 'u', 'x'))), '[]') as indexes
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and c.relname <> 'schema_migrations'
    order by c.relname collate "C"`.execute(db);
  return rows;
}

/** The files that are made from the migrated database, by their paths. */
export async function generatedFiles(db: Kysely<DB>): Promise<Record<string, string>> {
  const tables = await readTables(db);
  return {
    'migrations/schema.sql': describeTables(tables),
    'src/platform/db/schema.gen.ts': typesOf(tables),
  };
}

/** The tables as SQL to read: the state that all migrations together make. */
function describeTables(tables: readonly Table[]): string {
  const head =
    '-- Made by "node scripts/schema.ts" from the migrations; read it, do not edit it.\n';
  return `${head}\n${tables.map(describe).join('\n')}`;
}

function describe(table: Table): string {
  const columns = table.columns.map((column) =>
    [
      `  ${column.name} ${column.type}`,
      column.default === null ? '' : ` default ${column.default}`,
      column.required ? ' not null' : '',
    ].join(''),
  );
  const constraints = table.constraints.map(
    ({ name, definition }) => `  constraint ${name} ${definition}`,
  );
  const indexes = table.indexes.map((index) => `${index.replace(/\bpublic\./g, '')};\n`);
  return `create table ${table.name} (\n${[...columns, ...constraints].join(',\n')}\n);\n${indexes.join('')}`;
}

/** The tables as the TypeScript that Kysely checks our queries against. */
function typesOf(tables: readonly Table[]): string {
  const interfaces = tables.map((table) => {
    const columns = table.columns.map((column) => `  ${column.name}: ${typeOf(column)};\n`);
    return `export interface ${typeName(table.name)} {\n${columns.join('')}}\n`;
  });
  const body = interfaces.join('\n');
  const used = ['ColumnType', 'Generated', 'GeneratedAlways'].filter((name) =>
    body.includes(`${name}<`),
  );
  const all = tables.map((table) => `  ${table.name}: ${typeName(table.name)};\n`);
  return [
    '// Made by "node scripts/schema.ts" from the migrations; do not edit it.\n',
    `import type { ${used.join(', ')} } from 'kysely';\n`,
    body,
    `export interface DB {\n${all.join('')}}\n`,
  ].join('\n');
}

function typeName(table: string): string {
  return table.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const types: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  bytea: 'Uint8Array',
  'double precision': 'number',
  real: 'number',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'string',
  date: 'string',
  text: 'string',
  tsvector: 'string',
  uuid: 'string',
  'timestamp with time zone': 'Date',
};

function typeOf(column: Column): string {
  const orNull = column.required ? '' : ' | null';
  if (column.type === 'jsonb') {
    const optional = column.default !== null || !column.required ? ' | undefined' : '';
    return `ColumnType<unknown, string${orNull}${optional}, string${orNull}>`;
  }
  const array = column.type.endsWith('[]');
  const base = types[column.type.replace(/\[\]$/, '').replace(/\(.*\)/, '')];
  if (base === undefined)
    throw new Error(`scripts/schema/describe.ts knows no type for ${column.type} (${column.name})`);
  const type = `${base}${array ? '[]' : ''}${orNull}`;
  if (column.generated) return `GeneratedAlways<${type}>`;
  return column.default === null ? type : `Generated<${type}>`;
}
