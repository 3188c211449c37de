export { type Catalog, defaultCatalog, defineCatalog } from './catalog.js';
export { type CatalogExtension, extendCatalog } from './extend-catalog.js';
export type { RenderOptions } from './read-notification.js';
export { renderNotification } from './render-notification.js';
export type { LocaleTexts } from './texts.js';
