export { createPrices, type PricesModule } from "./prices.module.ts";
export { pricesTables } from "./prices.tables.ts";
