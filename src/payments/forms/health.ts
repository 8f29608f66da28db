import Joi from 'joi';

/** The query of the page on the connection to the payment service. */
export const healthQuery = Joi.object<{ done: 'asked' | 'retried' | null }>({
  done: Joi.string().valid('asked', 'retried').default(null),
});

/** An event by its id, as the payment service writes it. */
export const eventParams = Joi.object<{ id: string }>({
  id: Joi.string()
    .pattern(/^evt_\w{1,200}$/)
    .required(),
});
