-- A file as the version of Accede with schema 2 left it, dumped: the tables as it made them, and records.
PRAGMA application_id = 1094927172;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE account (
  account TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  email_key TEXT,
  organization TEXT,
  parent TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO "account" VALUES('000000000001',2,'{"name":null,"email":null,"state":"ACTIVE","created_at":0,"joined":{"organization":"o-0000000001","parent":"r-0000","method":"INVITED","at":5},"tags":{},"disabled_regions":[],"aggregator":null}',NULL,'o-0000000001','r-0000');
INSERT INTO "account" VALUES('000000000002',3,'{"name":null,"email":"Ann@example.com","state":"ACTIVE","created_at":0,"joined":null,"tags":{},"disabled_regions":[],"aggregator":null}','ann@example.com',NULL,NULL);
CREATE TABLE creation (
  creation TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  organization TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "creation" VALUES('car-000000000001',2,'{"organization":"o-0000000001","name":"name","outcome":{"account":"000000000001"},"at":9}','o-0000000001');
CREATE TABLE handshake (
  handshake TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  account TEXT NOT NULL,
  organization TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "handshake" VALUES('h-0000000001',2,'{"organization":"o-0000000001","management":"000000000001","account":"000000000002","invitee":{"account":"000000000002"},"state":"OPEN","requested_at":7,"expires_at":8,"notes":null,"tags":{}}','000000000002','o-0000000001');
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  secret BLOB NOT NULL,
  version INTEGER NOT NULL
) STRICT;
INSERT INTO "meta" VALUES(1,X'0707070707070707070707070707070707070707070707070707070707070707',3);
CREATE TABLE organization (
  organization TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "organization" VALUES('o-0000000001',2,'{"management":"000000000001","features":"ALL","created_at":6,"accounts":1,"root_accounts":0,"root_tags":{},"units":{},"trusted":{},"delegated":[],"designations":[],"inviting":{}}');
CREATE TABLE relationship (
  service TEXT NOT NULL,
  region TEXT NOT NULL,
  administrator TEXT NOT NULL,
  member TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  status TEXT,
  email TEXT,
  tags TEXT,
  created_at INTEGER,
  updated_at INTEGER,
  invited_at INTEGER,
  message TEXT,
  invitation_id BLOB,
  invitation_at INTEGER,
  invitation_state TEXT,
  PRIMARY KEY (service, region, administrator, member)
) STRICT, WITHOUT ROWID;
INSERT INTO "relationship" VALUES('securityhub','eu-central-1','000000000001','000000000002',1,'invitation','Enabled',NULL,'{}',1,2,NULL,NULL,X'00000000000000010000000000000002',3,'accepted');
INSERT INTO "relationship" VALUES('securityhub','eu-central-1','000000000001','000000000003',1,'invitation','Invited',NULL,'{}',1,2,NULL,NULL,X'00000000000000010000000000000003',3,'pending');
CREATE TABLE standing (
  service TEXT NOT NULL,
  region TEXT NOT NULL,
  account TEXT NOT NULL,
  version INTEGER NOT NULL,
  switch TEXT NOT NULL,
  enabled_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  settings TEXT NOT NULL,
  tags TEXT NOT NULL,
  administrator TEXT,
  tally_rows INTEGER NOT NULL,
  tally_counted INTEGER NOT NULL,
  tally_blocking INTEGER NOT NULL,
  tally_associated INTEGER NOT NULL,
  tally_organization INTEGER NOT NULL DEFAULT 0,
  configuration TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (service, region, account)
) STRICT, WITHOUT ROWID;
INSERT INTO "standing" VALUES('securityhub','eu-central-1','000000000001',1,'off',0,0,'{}','{}',NULL,1,0,0,0,0,'{}');
CREATE INDEX invitation ON relationship (
  service, region, member, administrator,
  invitation_id, invitation_at, invitation_state, status
) WHERE invitation_id IS NOT NULL;
CREATE INDEX standing_by_account ON standing (account);
CREATE UNIQUE INDEX account_by_email ON account (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX account_by_organization ON account (organization, account)
  WHERE organization IS NOT NULL;
CREATE INDEX account_by_parent ON account (organization, parent, account)
  WHERE parent IS NOT NULL;
CREATE INDEX handshake_by_account ON handshake (account, handshake);
CREATE INDEX handshake_by_organization ON handshake (organization, handshake);
CREATE INDEX creation_by_organization ON creation (organization, creation);
COMMIT;
