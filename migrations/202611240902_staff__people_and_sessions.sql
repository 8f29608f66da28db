-- People at the rights desk. Sessions end with the person.
create table staff_users (
  id uuid primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null,
  image text,
  role text not null check (role in ('viewer', 'editor', 'finance', 'admin')),
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- The cookie holds the token and its signature, so that a copy of this table opens nothing.
create table staff_sessions (
  id uuid primary key,
  user_id uuid not null references staff_users (id) on delete cascade,
  token text not null unique,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index staff_sessions_by_user on staff_sessions (user_id, created_at);

-- Ways of signing in besides the link by e-mail; none is offered yet.
create table staff_accounts (
  id uuid primary key,
  user_id uuid not null references staff_users (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index staff_accounts_by_user on staff_accounts (user_id);

-- Sign-in links that were asked for, by the hash of their token; each is deleted when used.
create table staff_verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index staff_verifications_by_identifier on staff_verifications (identifier, created_at desc);

-- One-time codes from the console, while there is nobody yet who could invite.
create table staff_setup_codes (
  code_hash text primary key,
  expires_at timestamptz not null,
  created_at timestamptz not null
);

-- How often something was tried; the columns are those of rate-limiter-flexible, in its order.
create table limits (
  key text primary key,
  points integer not null,
  expire bigint
);
