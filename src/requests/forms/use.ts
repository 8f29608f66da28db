import { useForm } from '../../pricing/forms/use.ts';

/** Step one of the request form: what is to be done with the article, as the panel asks it. */
export const useOfRequest = useForm;
