export { useForm as quoteForm } from '../../pricing/forms/use.ts';
