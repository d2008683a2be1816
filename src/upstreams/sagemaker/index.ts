export { createSageMakerUpstream } from './sagemaker-upstream.ts';
