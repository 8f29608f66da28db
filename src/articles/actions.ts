export { articleForLicensing, type ArticleForLicensing } from './actions/article-for-licensing.ts';
export { findArticle } from './actions/find-article.ts';
export { importFrom } from './actions/import-from.ts';
export { runImport } from './actions/run-import.ts';
export { setFlags } from './actions/set-flags.ts';
export { settleFinding } from './actions/settle-finding.ts';
export { startImport } from './actions/start-import.ts';
